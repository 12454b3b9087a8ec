"""What `limner.check` looks at, one module for each kind of question. None of them executes a script."""
