"""The practice: places, tables, services, therapists, licences, who works there."""
