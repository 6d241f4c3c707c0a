"""How clients are between visits, and where their plans stand."""
