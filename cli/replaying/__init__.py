"""Files that a person names, made into nights and shown."""
