"""The caller, the call, its scores and its sessions; sound comes in through the ports of `audio`."""
