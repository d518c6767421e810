"""Questions about plates, shifts, custody of cash, and deposits. Reads only."""
