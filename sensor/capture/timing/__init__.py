"""From the arrival of packets to the times of their samples."""
