"""What runs when the network is there: the journal up, status and catalogue down."""
