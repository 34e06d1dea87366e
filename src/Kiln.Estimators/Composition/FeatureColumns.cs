namespace Kiln.Estimators;

/// <summary>Some columns of features, and features side by side.</summary>
internal static class FeatureColumns
{
    /// <summary>Some columns, in the order given; all kinds keep their kind.</summary>
    public static Features Take(Features x, int[] columns) => Take(x, columns, x.Names);

    /// <summary>Some columns, under names given for all.</summary>
    public static Features Take(Features x, int[] columns, IReadOnlyList<string>? allNames)
    {
        var names = allNames is null ? null : Array.ConvertAll(columns, c => allNames[c]);
        switch (x.Kind)
        {
            case FeaturesKind.Table:
                return new Table([.. columns.Select(c => x.Table!.Columns[c]).Select((column, i) => column.Name == names![i] ? column : column.Rename(names[i]))]);
            case FeaturesKind.Sparse:
                return Features.Of(TakeSparse(x.Sparse!, columns), names);
            default:
                var result = FeaturesMarshal.Rent(x.Rows, columns.Length, names, out var taken);
                NumberedBlocks.Run(x.Rows, x.Columns, (_, from, to) =>
                {
                    var values = FeaturesMarshal.GetSpan(x);
                    for (var row = from; row < to; row++)
                    {
                        var source = values.Slice(row * x.Columns, x.Columns);
                        var target = taken.AsSpan(row * columns.Length, columns.Length);
                        for (var i = 0; i < target.Length; i++)
                        {
                            target[i] = source[columns[i]];
                        }
                    }
                });
                GC.KeepAlive(x);
                return Array.Exists(columns, x.AreIntegers) ? result.WithIntegers(Array.ConvertAll(columns, x.AreIntegers)) : result;
        }
    }

    /// <summary>Features side by side: a table if one of them is, otherwise sparse or dense as asked.</summary>
    public static Features Beside(IReadOnlyList<Features> parts, int rows, bool sparse, IReadOnlyList<string> names) =>
        parts.Any(part => part.Kind == FeaturesKind.Table) ? BesideTable(parts, names)
        : sparse ? Features.Of(BesideSparse(parts, rows), names)
        : BesideDense(parts, rows, names);

    private static SparseMatrix TakeSparse(SparseMatrix x, int[] columns)
    {
        // A column may be wanted more than once, so each old column has a list of new ones: their count, and the places in ascending order.
        var wanted = new List<int>?[x.ColumnCount];
        for (var i = 0; i < columns.Length; i++)
        {
            (wanted[columns[i]] ??= []).Add(i);
        }

        var starts = new int[x.RowCount + 1];
        var (indices, values) = (new List<int>(), new List<double>());
        var row = new List<(int Column, double Value)>();
        for (var r = 0; r < x.RowCount; r++)
        {
            row.Clear();
            for (var i = x.RowStarts[r]; i < x.RowStarts[r + 1]; i++)
            {
                foreach (var column in wanted[x.ColumnIndices[i]] ?? [])
                {
                    row.Add((column, x.Values[i]));
                }
            }

            row.Sort(static (a, b) => a.Column.CompareTo(b.Column));
            foreach (var (column, value) in row)
            {
                indices.Add(column);
                values.Add(value);
            }

            starts[r + 1] = indices.Count;
        }

        return new(starts, [.. indices], [.. values], columns.Length);
    }

    private static Features BesideTable(IReadOnlyList<Features> parts, IReadOnlyList<string> names)
    {
        var columns = new List<Column>();
        foreach (var part in parts)
        {
            if (part.Kind == FeaturesKind.Table)
            {
                foreach (var column in part.Table!.Columns)
                {
                    columns.Add(column.Rename(names[columns.Count]));
                }

                continue;
            }

            var dense = part.ToDense();
            for (var c = 0; c < dense.Columns; c++)
            {
                var values = new double[dense.Rows];
                for (var row = 0; row < values.Length; row++)
                {
                    values[row] = dense.Values[(row * dense.Columns) + c];
                }

                columns.Add(new NumberColumn(names[columns.Count], values));
            }
        }

        return new Table(columns);
    }

    private static SparseMatrix BesideSparse(IReadOnlyList<Features> parts, int rows)
    {
        var matrices = parts.Select(part => part.Kind == FeaturesKind.Sparse ? part.Sparse! : SparseMatrix.FromDense(part.Values, part.Rows, part.Columns)).ToList();
        var starts = new int[rows + 1];
        for (var row = 0; row < rows; row++)
        {
            starts[row + 1] = checked(starts[row] + matrices.Sum(m => m.RowStarts[row + 1] - m.RowStarts[row]));
        }

        var (indices, values) = (new int[starts[rows]], new double[starts[rows]]);
        var (offset, width) = (new int[matrices.Count], 0);
        for (var i = 0; i < matrices.Count; i++)
        {
            offset[i] = width;
            width += matrices[i].ColumnCount;
        }

        NumberedBlocks.Run(rows, Math.Max(1, starts[rows] / Math.Max(1, rows)), (_, from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var at = starts[row];
                for (var m = 0; m < offset.Length; m++)
                {
                    var (begin, end) = (matrices[m].RowStarts[row], matrices[m].RowStarts[row + 1]);
                    matrices[m].Values[begin..end].CopyTo(values.AsSpan(at));
                    foreach (var column in matrices[m].ColumnIndices[begin..end])
                    {
                        indices[at++] = column + offset[m];
                    }
                }
            }
        });
        return new(starts, indices, values, width);
    }

    private static Features BesideDense(IReadOnlyList<Features> parts, int rows, IReadOnlyList<string> names)
    {
        var dense = parts.Select(part => part.ToDense()).ToArray();
        var width = dense.Sum(part => part.Columns);
        var result = FeaturesMarshal.Rent(rows, width, names, out var values);
        NumberedBlocks.Run(rows, Math.Max(1, width), (_, from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var at = row * width;
                foreach (var part in dense)
                {
                    FeaturesMarshal.GetSpan(part).Slice(row * part.Columns, part.Columns).CopyTo(values.AsSpan(at));
                    at += part.Columns;
                }
            }
        });
        GC.KeepAlive(dense);
        return result;
    }
}
