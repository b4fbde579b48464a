"""Trade in general equilibrium: many economies and industries, in changes (Caliendo and Parro 2015)."""
