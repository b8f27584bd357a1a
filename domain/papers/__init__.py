"""What the documents of the Office say, before anybody lays them out: values, and rules they must agree with."""
