"""The protocol between Label Studio and its model servers, from both ends."""
