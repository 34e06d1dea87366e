namespace Kiln.KernelGenerator;

/// <summary>One row of sums and some rows of B. The sums pass through the first-level cache once for all of these rows, so eight cost less than four.</summary>
internal sealed class RowKernels() : KernelFile(
    "MatMul/RowKernels.g.cs",
    $"Sums += Σ a · row over 1, 4 or 8 rows of B, column after column. See <see cref=\"RowMatMul{{T, TVector, TLanes}}\"/>.")
{
    private static readonly int[] Sizes = [8, 4, 1];

    protected override void WriteMembers()
    {
        foreach (var rows in Sizes)
        {
            Kernel(rows, ahead: false);
            Blank();
        }

        Kernel(Sizes[0], ahead: true);
    }

    private void Kernel(int rows, bool ahead)
    {
        Line(1, $"/// <summary>Adds {(rows == 1 ? "one row" : $"{rows} rows")}{(ahead ? $" and asks for the {rows} after them" : "")}.</summary>");
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Line(1, $"public static void Add{rows}{(ahead ? "Ahead" : "")}(T* a, {(rows > 1 ? "nint aStep, " : "")}T* b0, {(rows > 1 ? "nint ldb, " : "")}T* c, nint columns)");
        Line(1, $"{{");
        for (var row = 0; row < rows; row++)
        {
            Line(2, $"var x{row} = TLanes.Broadcast(a{(row switch { 0 => "", 1 => " + aStep", _ => $" + ({row} * aStep)" })});");
        }

        for (var row = 1; row < rows; row++)
        {
            Line(2, $"var b{row} = b{row - 1} + ldb;");
        }

        if (ahead)
        {
            Line(2, $"var ahead = {rows} * ldb;");
        }

        Line(2, $"nint column = 0;");
        Line(2, $"for (; column + TLanes.Count <= columns; column += TLanes.Count)");
        Line(2, $"{{");
        if (ahead)
        {
            Line(3, $"if (column * sizeof(T) % 64 == 0)");
            Line(3, $"{{");
            for (var row = 0; row < rows; row++)
            {
                Line(4, $"TLanes.PrefetchFar(b{row} + column + ahead);");
            }

            Line(3, $"}}");
            Blank();
        }

        Sum(pointer => $"TLanes.Load({pointer} + column)");
        Line(3, $"TLanes.Store(c + column, sum);");
        Line(2, $"}}");
        Blank();
        Line(2, $"if (column < columns)");
        Line(2, $"{{");
        Line(3, $"var lanes = (int)(columns - column);");
        Line(3, $"var mask = TLanes.FirstLanes(lanes);");
        Sum(pointer => $"TLanes.LoadFirst({pointer} + column, mask, lanes)");
        Line(3, $"TLanes.StoreFirst(c + column, mask, lanes, sum);");
        Line(2, $"}}");
        Line(1, $"}}");

        void Sum(Func<string, string> load)
        {
            Line(3, $"var sum = TLanes.MultiplyAdd(x0, {load("b0")}, {load("c")});");
            for (var row = 1; row < rows; row++)
            {
                Line(3, $"sum = TLanes.MultiplyAdd(x{row}, {load($"b{row}")}, sum);");
            }
        }
    }
}
