"""How fast is it? Measured on this machine, and shown beside what is good enough: make bench"""
