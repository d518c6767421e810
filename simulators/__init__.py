"""Stand-alone servers that play the world outside: a payment gateway and a bank.

They speak the real protocols on loopback, keep the truth that our books are compared
with, and misbehave on demand. They import nothing of the product, and it nothing of
them.
"""
