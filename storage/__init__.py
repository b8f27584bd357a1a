"""What is remembered: tables, transactions, one module per noun."""
