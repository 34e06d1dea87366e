"""Decompositions and solvers in SciPy (LAPACK over OpenBLAS)."""
