"""What people look at: tidy frames of a result, and the figures drawn from them."""
