namespace Kiln.Evaluation;

/// <summary>
/// Where the boxes of a diagram stand. Each is in the row below the lowest it takes something from (one that takes nothing, just above the first that takes something from it);
/// an arrow over several rows passes each of them between its neighbors; rows are ordered and shifted so that what is joined stands below one another.
/// </summary>
internal sealed class DiagramLayout
{
    private const double Gap = 28;
    private const double LaneWidth = 12;
    private const int Sweeps = 12;

    private readonly List<Place> _places = [];
    private readonly List<Place>[] _rows;
    private readonly List<Place[]>[] _lanes;

    public DiagramLayout(IReadOnlyList<int>[] from, double boxWidth)
    {
        var rows = RowNumbers(from);
        _rows = [.. Enumerable.Range(0, rows.Length == 0 ? 0 : rows.Max() + 1).Select(_ => new List<Place>())];
        _lanes = new List<Place[]>[from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            Add(rows[i], boxWidth);
        }

        for (var i = 0; i < from.Length; i++)
        {
            _lanes[i] = [.. from[i].Distinct().Select(f => Lane(_places[f], _places[i]))];
        }

        OrderRows();
        Shift();
    }

    public int Rows => _rows.Length;

    public double Width { get; private set; }

    public int Row(int box) => _places[box].Row;

    public double Center(int box) => _places[box].X;

    /// <summary>The arrows that end at a box, each as the places it passes.</summary>
    public IEnumerable<(int Row, double X)[]> Lanes(int box) => _lanes[box].Select(lane => Array.ConvertAll(lane, p => (p.Row, p.X)));

    private static int[] RowNumbers(IReadOnlyList<int>[] from)
    {
        var rows = new int[from.Length];
        var first = new int[from.Length];
        Array.Fill(first, int.MaxValue);
        for (var i = 0; i < from.Length; i++)
        {
            rows[i] = from[i].Count == 0 ? 0 : from[i].Max(f => rows[f]) + 1;
        }

        for (var i = 0; i < from.Length; i++)
        {
            foreach (var f in from[i])
            {
                first[f] = Math.Min(first[f], rows[i]);
            }
        }

        for (var i = 0; i < from.Length; i++)
        {
            if (from[i].Count == 0 && first[i] != int.MaxValue)
            {
                rows[i] = first[i] - 1;
            }
        }

        return rows;
    }

    private Place Add(int row, double width)
    {
        var place = new Place(row, width) { Order = _rows[row].Count };
        _places.Add(place);
        _rows[row].Add(place);
        return place;
    }

    private Place[] Lane(Place top, Place bottom)
    {
        var lane = new List<Place> { top };
        for (var row = top.Row + 1; row < bottom.Row; row++)
        {
            lane.Add(Add(row, LaneWidth));
        }

        lane.Add(bottom);
        for (var k = 1; k < lane.Count; k++)
        {
            lane[k - 1].Below.Add(lane[k]);
            lane[k].Above.Add(lane[k - 1]);
        }

        return [.. lane];
    }

    /// <summary>Down and up again: each row in the order of the mean place of its neighbors in the row before.</summary>
    private void OrderRows()
    {
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var down = sweep % 2 == 0;
            for (var k = 0; k < _rows.Length; k++)
            {
                var row = _rows[down ? k : _rows.Length - 1 - k];
                var sorted = row.OrderBy(p => Neighbors(p, down) is { Count: > 0 } near ? near.Average(n => n.Order) : p.Order).ToList();
                row.Clear();
                row.AddRange(sorted);
                for (var i = 0; i < row.Count; i++)
                {
                    row[i].Order = i;
                }
            }
        }
    }

    /// <summary>Each row, down and up again, as near to the mean of its neighbors as order and distance allow.</summary>
    private void Shift()
    {
        foreach (var row in _rows)
        {
            for (var i = 1; i < row.Count; i++)
            {
                row[i].X = row[i - 1].X + Distance(row[i - 1], row[i]);
            }
        }

        for (var sweep = 0; sweep < 2 * Sweeps; sweep++)
        {
            var down = sweep % 2 == 0;
            for (var k = 0; k < _rows.Length; k++)
            {
                Pull(_rows[down ? k : _rows.Length - 1 - k], down);
            }
        }

        if (_places.Count > 0)
        {
            var left = _places.Min(p => p.X - (p.Width / 2));
            foreach (var place in _places)
            {
                place.X -= left;
            }

            Width = _places.Max(p => p.X + (p.Width / 2));
        }
    }

    private static void Pull(List<Place> row, bool down)
    {
        var wanted = row.Select(p => Neighbors(p, down) is { Count: > 0 } near ? near.Average(n => n.X) : p.X).ToArray();
        var (fromLeft, fromRight) = ((double[])wanted.Clone(), (double[])wanted.Clone());
        for (var i = 1; i < row.Count; i++)
        {
            fromLeft[i] = Math.Max(wanted[i], fromLeft[i - 1] + Distance(row[i - 1], row[i]));
        }

        for (var i = row.Count - 2; i >= 0; i--)
        {
            fromRight[i] = Math.Min(wanted[i], fromRight[i + 1] - Distance(row[i], row[i + 1]));
        }

        // Both keep the distances, and so does their mean, which favors no side.
        for (var i = 0; i < row.Count; i++)
        {
            row[i].X = (fromLeft[i] + fromRight[i]) / 2;
        }
    }

    private static double Distance(Place left, Place right) => ((left.Width + right.Width) / 2) + Gap;

    private static List<Place> Neighbors(Place place, bool down) => down ? place.Above : place.Below;

    private sealed class Place(int row, double width)
    {
        public int Row { get; } = row;

        public double Width { get; } = width;

        public int Order { get; set; }

        public double X { get; set; }

        public List<Place> Above { get; } = [];

        public List<Place> Below { get; } = [];
    }
}
