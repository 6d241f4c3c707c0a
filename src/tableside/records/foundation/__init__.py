"""What every record rests on: keys, practice scope, sealed columns, constraints the database keeps."""
