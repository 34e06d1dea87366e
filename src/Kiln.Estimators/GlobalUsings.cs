global using Kiln.Data;
global using Kiln.Tensors;
