namespace Kiln.KernelGenerator;

/// <summary>Rows of a matrix with one or two vectors. Eight rows are read abreast: as many runs of memory as the processor foresees by itself.</summary>
internal sealed class VectorKernels() : KernelFile(
    "MatMul/VectorKernels.g.cs",
    $"Products of {Rows} rows of a matrix, contiguous along the sum, with one or two vectors. See <see cref=\"VectorMatMul{{T, TVector, TLanes}}\"/>.")
{
    private const int Rows = 8;

    protected override void WriteMembers()
    {
        Line(1, $"/// <summary>Rows of a group.</summary>");
        Line(1, $"public const int RowsTogether = {Rows};");
        for (var vectors = 1; vectors <= 2; vectors++)
        {
            Blank();
            Kernel(vectors);
        }
    }

    // Two vectors share each load of the matrix; a single one shares its own load among the rows.
    private void Kernel(int vectors)
    {
        var which = Enumerable.Range(0, vectors).ToArray();
        var of = vectors == 1 ? "a vector" : $"{vectors} vectors";
        Line(1, $"/// <summary>Writes the products of group after group of {Rows} rows, which lie <paramref name=\"step\"/> elements apart, with {of} of <paramref name=\"terms\"/> elements.</summary>");
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Line(1, $"public static void Run{vectors}(T* row0, nint step, int groups, nint terms, {All("T* vector")}, {All("T* sums")})");
        Line(1, $"{{");
        Line(2, $"var whole = terms - (terms % TLanes.Count);");
        Line(2, $"var rest = (int)(terms - whole);");
        Line(2, $"var mask = TLanes.FirstLanes(rest);");
        Line(2, $"for (; groups > 0; groups--)");
        Line(2, $"{{");
        for (var row = 1; row < Rows; row++)
        {
            Line(3, $"var row{row} = row{row - 1} + step;");
        }

        foreach (var vector in which)
        {
            for (var row = 0; row < Rows; row++)
            {
                Line(3, $"var s{vector}_{row} = TLanes.Zero;");
            }
        }

        Line(3, $"for (nint term = 0; term < whole; term += TLanes.Count)");
        Line(3, $"{{");
        Terms(pointer => $"TLanes.Load({pointer} + term)");
        Line(3, $"}}");
        Blank();
        Line(3, $"if (rest > 0)");
        Line(3, $"{{");
        Terms(pointer => $"TLanes.LoadFirst({pointer} + whole, mask, rest)");
        Line(3, $"}}");
        Blank();
        foreach (var vector in which)
        {
            for (var row = 0; row < Rows; row += 4)
            {
                Line(3, $"TLanes.SumFour(s{vector}_{row}, s{vector}_{row + 1}, s{vector}_{row + 2}, s{vector}_{row + 3}, sums{vector}{(row == 0 ? "" : $" + {row}")});");
            }
        }

        Line(3, $"row0 = row{Rows - 1} + step;");
        foreach (var vector in which)
        {
            Line(3, $"sums{vector} += RowsTogether;");
        }

        Line(2, $"}}");
        Line(1, $"}}");

        string All(string name) => string.Join(", ", which.Select(vector => $"{name}{vector}"));

        void Terms(Func<string, string> load)
        {
            foreach (var vector in which)
            {
                Line(4, $"var x{vector} = {load($"vector{vector}")};");
            }

            for (var row = 0; row < Rows; row++)
            {
                Line(4, $"{(row == 0 ? "var " : "")}y = {load($"row{row}")};");
                foreach (var vector in which)
                {
                    Line(4, $"s{vector}_{row} = TLanes.MultiplyAdd(x{vector}, y, s{vector}_{row});");
                }
            }
        }
    }
}
