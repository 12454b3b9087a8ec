"""What scripts ask of other hosts: only hosts a person confirmed, never into a private network."""
