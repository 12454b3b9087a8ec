"""The plain webhook: an event is posted as signed JSON to an address, and the answer is a change set."""
