namespace Kiln.KernelGenerator;

/// <summary>
/// Kernels of tiles, one per size. A 14 × 2 tile has 28 sums, each a local variable with a name of its own, and every height from 1 to 14 is needed, because the rows of a
/// matrix are split evenly over tiles rather than into full tiles and a thin rest.
/// </summary>
internal abstract class TileFile(string path, FormattableString summary) : KernelFile(path, summary)
{
    protected static readonly (int Vectors, int MaxRows)[] Sizes = [(1, 14), (2, 14), (4, 6)];

    protected void Dispatcher(int vectors, int maxRows, string job, string kernel, string name, string what)
    {
        Line(1, $"/// <summary>Runs {what}: <paramref name=\"rows\"/> rows of {vectors} vector{(vectors == 1 ? "" : "s")}.</summary>");
        Line(1, $"public static void {name}{vectors}(int rows, {job}<T>* job)");
        Line(1, $"{{");
        Line(2, $"switch (rows)");
        Line(2, $"{{");
        for (var rows = 1; rows <= maxRows; rows++)
        {
            Line(3, $"case {rows}:");
            Line(4, $"{kernel}{rows}x{vectors}(job);");
            Line(4, $"break;");
        }

        Line(2, $"}}");
        Line(1, $"}}");
        Blank();
    }

    protected void Kernels((int Vectors, int MaxRows)[] all, Action<int, int> write)
    {
        for (var i = 0; i < all.Length; i++)
        {
            for (var rows = 1; rows <= all[i].MaxRows; rows++)
            {
                write(rows, all[i].Vectors);
                if (i < all.Length - 1 || rows < all[i].MaxRows)
                {
                    Blank();
                }
            }
        }
    }

    protected void Kernel(int rows, int vectors, TileForm form)
    {
        // Three rows share one pointer: the second and third are reached by adding one and two row strides in the address itself.
        var groups = (rows + 2) / 3;
        var last = vectors - 1;
        var fetches = form is TileForm.Full or TileForm.Pack;
        var depth = form is TileForm.Edge or TileForm.Walk ? 2 : 3;
        var isTile = form is TileForm.Tile or TileForm.Walk;
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Line(1, $"private static void {form}{rows}x{vectors}({(isTile ? "TileJob" : "ProductJob")}<T>* job)");
        Line(1, $"{{");
        for (var row = 0; row < rows; row++)
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                Line(2, $"var s{row}_{vector} = TLanes.Zero;");
            }
        }

        if (form == TileForm.Tile)
        {
            Line(2, $"var aSegment = job->A;");
            Line(2, $"var bSegment = job->B;");
        }
        else
        {
            Line(2, $"var a0 = job->A;");
            Line(2, $"var b = job->B;");
        }

        if (rows > 1)
        {
            Line(2, $"var aRow = job->ARow;");
        }

        if (rows > 2)
        {
            Line(2, $"var aRow2 = aRow * 2;");
        }

        if (form == TileForm.Walk)
        {
            Line(2, $"var steps = job->Steps;");
            Line(2, $"var line = job->Line;");
            Line(2, $"var lineStep = job->LineStep;");
            Line(2, $"var lines = job->Lines;");
            Line(2, $"var poured = job->Poured;");
        }
        else
        {
            Line(2, $"var aStep = job->AStep;");
            Line(2, $"var bStep = job->BStep;");
        }

        if (form is TileForm.Edge or TileForm.Pack)
        {
            Line(2, $"var lanes = job->LastLanes;");
            Line(2, $"var mask = TLanes.FirstLanes(lanes);");
        }

        if (form == TileForm.Pack)
        {
            Line(2, $"var copy = job->Copy;");
        }

        if (form == TileForm.Full && vectors == 4)
        {
            Line(2, $"var second = job->Second;");
        }

        if (form == TileForm.Tile)
        {
            Line(2, $"var ahead = bStep * 16;");
            Line(2, $"var fetchStep = job->FetchStep;");
            Line(2, $"var fetch = fetchStep == 0 ? job->B : job->Fetch;");
            Line(2, $"for (var segment = job->Segments; segment > 0; segment--)");
            Line(2, $"{{");
            Line(3, $"var b = bSegment;");
            Line(3, $"var a0 = aSegment;");
        }
        for (var group = 1; group < groups; group++)
        {
            Line(form == TileForm.Tile ? 3 : 2, $"var a{group} = a{group - 1} + aRow2 + aRow;");
        }

        if (fetches)
        {
            // The first terms ask for the rows of C that the end will read or write, one row each; the others for what the caller wants, run after run.
            Line(2, $"var left = job->Terms;");
            Line(2, $"var next = job->Ahead;");
            Line(2, $"var terms = Math.Min(left, {rows});");
            Line(2, $"var ahead = job->C;");
            Line(2, $"var aheadStep = job->CRow;");
            if (HasApart(form, vectors))
            {
                Line(2, $"nint apart = {(vectors == 2 ? "" : "2 * ")}TLanes.Count;");
            }

            Line(2, $"while (true)");
            Line(2, $"{{");
        }

        Line(depth, $"for (var term = {(fetches ? "terms" : "job->Terms")}; term > 0; term--)");
        Line(depth, $"{{");
        for (var vector = 0; vector < vectors; vector++)
        {
            var masked = form is TileForm.Edge or TileForm.Pack && vector == last;
            Line(depth + 1, $"var b{vector} = {(masked ? $"TLanes.LoadFirst(b{Offset(vector)}, mask, lanes)" : $"TLanes.Load(b{OfPanel(vector)})")};");
        }

        // The last columns are few: what is ahead of them is not worth an instruction.
        for (var vector = 0; vector < vectors && form is not (TileForm.Edge or TileForm.Walk); vector++)
        {
            Line(depth + 1, $"if ({vector} * TLanes.Count * sizeof(T) % 64 == 0)");
            Line(depth + 1, $"{{");
            Line(depth + 2, form == TileForm.Tile
                ? $"TLanes.Prefetch(b + ahead{(vector == 0 ? "" : $" + ({vector} * TLanes.Count)")});"
                : (FormattableString)$"TLanes.PrefetchFar(ahead{OfFetched(vector)});");
            Line(depth + 1, $"}}");
            Blank();
        }

        if (form == TileForm.Tile)
        {
            Line(depth + 1, $"TLanes.PrefetchFar(fetch);");
            Line(depth + 1, $"fetch += fetchStep;");
        }

        if (form == TileForm.Walk)
        {
            Lines(depth + 1, vectors);
        }

        if (form == TileForm.Pack)
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                Line(depth + 1, $"TLanes.Store(copy{Offset(vector)}, b{vector});");
            }

            Line(depth + 1, $"copy += {(vectors == 1 ? "TLanes.Count" : $"{vectors} * TLanes.Count")};");
        }

        for (var row = 0; row < rows; row++)
        {
            var address = (row % 3) switch { 0 => $"a{row / 3}", 1 => $"a{row / 3} + aRow", _ => $"a{row / 3} + aRow2" };
            Line(depth + 1, $"{(row == 0 ? "var " : "")}x = TLanes.Broadcast({address});");
            for (var vector = 0; vector < vectors; vector++)
            {
                Line(depth + 1, $"s{row}_{vector} = TLanes.MultiplyAdd(x, b{vector}, s{row}_{vector});");
            }
        }

        if (form == TileForm.Walk)
        {
            Line(depth + 1, $"nint aStep = *steps++;");
            Line(depth + 1, $"b += {(vectors == 1 ? "" : $"{vectors} * ")}TLanes.Count;");
        }
        else
        {
            Line(depth + 1, $"b += bStep;");
        }

        if (form is TileForm.Full or TileForm.Pack)
        {
            Line(depth + 1, $"ahead += aheadStep;");
        }

        for (var group = 0; group < groups; group++)
        {
            Line(depth + 1, $"a{group} += aStep;");
        }

        Line(depth, $"}}");
        Blank();
        if (fetches)
        {
            Line(3, $"left -= terms;");
            Line(3, $"if (left == 0)");
            Line(3, $"{{");
            Line(4, $"break;");
            Line(3, $"}}");
            Blank();
            Line(3, $"terms = job->AheadTerms == 0 ? left : Math.Min(left, job->AheadTerms);");
            Line(3, $"ahead = next;");
            Line(3, $"aheadStep = job->AheadStep;");
            Line(3, $"next += job->AheadRun;");
            if (HasApart(form, vectors))
            {
                Line(3, $"apart = {(vectors == 2 ? "TLanes.Count" : "second")} + job->AheadApart;");
            }

            Line(2, $"}}");
            Blank();
        }

        if (form == TileForm.Tile)
        {
            Line(3, $"aSegment += job->ASegment;");
            Line(3, $"bSegment += job->BSegment;");
            Line(2, $"}}");
            Blank();
        }

        Line(2, $"var c = job->C;");
        Line(2, $"var cRow = job->CRow;");
        if (isTile || form == TileForm.Full)
        {
            Line(2, $"var lanes = job->LastLanes;");
            Line(2, $"var mask = TLanes.FirstLanes(lanes);");
        }

        Line(2, $"if (job->Accumulate)");
        Line(2, $"{{");
        Line(3, $"var from = c;");
        for (var row = 0; row < rows; row++)
        {
            for (var vector = 0; vector < last; vector++)
            {
                Line(3, $"s{row}_{vector} = TLanes.Add(s{row}_{vector}, TLanes.Load(from{Offset(vector)}));");
            }

            Line(3, $"s{row}_{last} = TLanes.Add(s{row}_{last}, lanes == TLanes.Count ? TLanes.Load(from{Offset(last)}) : TLanes.LoadFirst(from{Offset(last)}, mask, lanes));");
            if (row < rows - 1)
            {
                Line(3, $"from += cRow;");
            }
        }

        Line(2, $"}}");
        Blank();
        Line(2, $"if (job->Bias != null)");
        Line(2, $"{{");
        for (var vector = 0; vector < last; vector++)
        {
            Line(3, $"var bias{vector} = TLanes.Load(job->Bias{Offset(vector)});");
        }

        Line(3, $"var bias{last} = lanes == TLanes.Count ? TLanes.Load(job->Bias{Offset(last)}) : TLanes.LoadFirst(job->Bias{Offset(last)}, mask, lanes);");
        for (var row = 0; row < rows; row++)
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                Line(3, $"s{row}_{vector} = TLanes.Add(s{row}_{vector}, bias{vector});");
            }
        }

        Line(2, $"}}");
        Blank();
        Line(2, $"if (job->Rectify)");
        Line(2, $"{{");
        for (var row = 0; row < rows; row++)
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                Line(3, $"s{row}_{vector} = TLanes.Rectify(s{row}_{vector});");
            }
        }

        Line(2, $"}}");
        Blank();
        Line(2, $"if (lanes == TLanes.Count)");
        Line(2, $"{{");
        Stores(rows, vectors, masked: false);
        Line(2, $"}}");
        Line(2, $"else");
        Line(2, $"{{");
        Stores(rows, vectors, masked: true);
        Line(2, $"}}");
        Line(1, $"}}");

        string OfFetched(int vector) => !HasApart(form, vectors) || vector < vectors / 2 ? Offset(vector) : $" + apart{Offset(vector - (vectors / 2))}";

        // Four vectors of B are two panels of two.
        string OfPanel(int vector) => form != TileForm.Full || vectors < 4 || vector < 2 ? Offset(vector) : $" + second{Offset(vector - 2)}";
    }

    // One row of another tile with each of the first terms: past the caches from where it was computed to, or asked for.
    private void Lines(int depth, int vectors)
    {
        Line(depth, $"if (lines > 0)");
        Line(depth, $"{{");
        Line(depth + 1, $"lines--;");
        Line(depth + 1, $"if (poured != null)");
        Line(depth + 1, $"{{");
        for (var vector = 0; vector < vectors; vector++)
        {
            Line(depth + 2, $"TLanes.StoreThrough(line{Offset(vector)}, TLanes.Load(poured{Offset(vector)}));");
        }

        Line(depth + 2, $"poured += {(vectors == 1 ? "" : $"{vectors} * ")}TLanes.Count;");
        Line(depth + 1, $"}}");
        Line(depth + 1, $"else");
        Line(depth + 1, $"{{");
        for (var vector = 0; vector < vectors; vector++)
        {
            Line(depth + 2, $"TLanes.Prefetch(line{Offset(vector)});");
        }

        Line(depth + 1, $"}}");
        Blank();
        Line(depth + 1, $"line += lineStep;");
        Line(depth, $"}}");
        Blank();
    }

    private void Stores(int rows, int vectors, bool masked)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                if (masked && vector == vectors - 1)
                {
                    Line(3, $"TLanes.StoreFirst(c{Offset(vector)}, mask, lanes, s{row}_{vector});");
                }
                else
                {
                    Line(3, $"TLanes.Store(c{Offset(vector)}, s{row}_{vector});");
                }
            }

            if (row < rows - 1)
            {
                Line(3, $"c += cRow;");
            }
        }
    }

    // Kernels of two and four vectors that only read fetch from two places at once.
    private static bool HasApart(TileForm form, int vectors) => form == TileForm.Full && vectors > 1;

    private static string Offset(int vector) => vector switch { 0 => "", 1 => " + TLanes.Count", _ => $" + ({vector} * TLanes.Count)" };
}
