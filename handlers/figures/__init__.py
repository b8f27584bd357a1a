"""What may be seen: figures, lists behind them, charts, search, and what waits for one's own word."""
