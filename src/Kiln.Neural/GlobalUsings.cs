global using Kiln.Numerics;
global using Kiln.Tensors;
