"""A month of the city's life, lived through the product's services, day by day."""
