"""Games on bare arrays: tables and trees, solved exactly."""
