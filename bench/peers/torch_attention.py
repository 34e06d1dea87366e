"""Attention in PyTorch, unfused: two matrix products and a softmax."""
