"""What happened in a session: work by region, body marks, pressure, SOAP notes."""
