global using Kiln.Tensors;
