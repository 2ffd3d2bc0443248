"""Files of ActiGraph's monitors (.gt3x): records of a log to samples in g."""
