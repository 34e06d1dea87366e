namespace Kiln.KernelGenerator;

/// <summary>Sums over the lanes, of rows with rows.</summary>
internal sealed class DotKernels() : KernelFile(
    "MatMul/DotKernels.g.cs",
    $"Products of some rows of A with four rows of B, both contiguous along the sum: sixteen sums in registers at most.")
{
    protected override void WriteMembers()
    {
        Line(1, $"/// <summary>Writes the products of rows 0 to <paramref name=\"rows\"/> − 1 (1 to 4) to <paramref name=\"sums\"/>, four per row, group after group of four rows of B.</summary>");
        Line(1, $"/// <remarks>");
        Line(1, $"/// The groups lie <paramref name=\"step\"/> elements apart. While a row of B is read, what lies <paramref name=\"ahead\"/> elements further is asked for: a row that comes later.");
        Line(1, $"/// </remarks>");
        Line(1, $"public static void Run(int rows, T* a, nint aRow, T* b0, T* b1, T* b2, T* b3, nint step, int groups, nint ahead, nint terms, T* sums)");
        Line(1, $"{{");
        Line(2, $"switch (rows)");
        Line(2, $"{{");
        for (var rows = 1; rows <= 4; rows++)
        {
            Line(3, $"case {rows}:");
            Line(4, $"Dot{rows}(a, {(rows > 1 ? "aRow, " : "")}b0, b1, b2, b3, step, groups, ahead, terms, sums);");
            Line(4, $"break;");
        }

        Line(2, $"}}");
        Line(1, $"}}");
        for (var rows = 1; rows <= 4; rows++)
        {
            Blank();
            DotKernel(rows);
        }
    }

    private void DotKernel(int rows)
    {
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Line(1, $"private static void Dot{rows}(T* a0, {(rows > 1 ? "nint aRow, " : "")}T* b0, T* b1, T* b2, T* b3, nint step, int groups, nint ahead, nint terms, T* sums)");
        Line(1, $"{{");
        for (var row = 1; row < rows; row++)
        {
            Line(2, $"var a{row} = a{row - 1} + aRow;");
        }

        Line(2, $"for (; groups > 0; groups--)");
        Line(2, $"{{");
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                Line(3, $"var s{row}_{column} = TLanes.Zero;");
            }
        }

        Line(3, $"nint term = 0;");
        Line(3, $"for (; term + TLanes.Count <= terms; term += TLanes.Count)");
        Line(3, $"{{");
        for (var column = 0; column < 4; column++)
        {
            Line(4, $"TLanes.Prefetch(b{column} + term + ahead);");
        }

        Terms(column => $"TLanes.Load(b{column} + term)", row => $"TLanes.Load(a{row} + term)");
        Line(3, $"}}");
        Blank();
        Line(3, $"if (term < terms)");
        Line(3, $"{{");
        Line(4, $"var rest = (int)(terms - term);");
        Line(4, $"var mask = TLanes.FirstLanes(rest);");
        Terms(column => $"TLanes.LoadFirst(b{column} + term, mask, rest)", row => $"TLanes.LoadFirst(a{row} + term, mask, rest)");
        Line(3, $"}}");
        Blank();
        for (var row = 0; row < rows; row++)
        {
            Line(3, $"TLanes.SumFour(s{row}_0, s{row}_1, s{row}_2, s{row}_3, sums{(row == 0 ? "" : $" + {row * 4}")});");
        }

        for (var column = 0; column < 4; column++)
        {
            Line(3, $"b{column} += step;");
        }

        Line(3, $"sums += {rows * 4};");
        Line(2, $"}}");
        Line(1, $"}}");

        void Terms(Func<int, string> b, Func<int, string> a)
        {
            for (var row = 0; row < rows; row++)
            {
                Line(4, $"var x{row} = {a(row)};");
            }

            for (var column = 0; column < 4; column++)
            {
                Line(4, $"{(column == 0 ? "var " : "")}y = {b(column)};");
                for (var row = 0; row < rows; row++)
                {
                    Line(4, $"s{row}_{column} = TLanes.MultiplyAdd(x{row}, y, s{row}_{column});");
                }
            }
        }
    }
}
