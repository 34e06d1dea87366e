using System.Numerics;

namespace Kiln.Estimators;

/// <summary>Σ x; the second stays 0.</summary>
internal readonly struct SumTerms : IColumnTerms
{
    public static (double First, double Second) Start => (0, 0);

    public static void Add(double x, double a, ref double first, ref double second) => first += x;

    public static void Add(Vector<double> x, Vector<double> a, ref Vector<double> first, ref Vector<double> second) => first += x;

    public static (double First, double Second) Join((double First, double Second) left, (double First, double Second) right) =>
        (left.First + right.First, left.Second + right.Second);
}

/// <summary>Σ x and Σ x².</summary>
internal readonly struct SquareTerms : IColumnTerms
{
    public static (double First, double Second) Start => (0, 0);

    public static void Add(double x, double a, ref double first, ref double second)
    {
        first += x;
        second += x * x;
    }

    public static void Add(Vector<double> x, Vector<double> a, ref Vector<double> first, ref Vector<double> second)
    {
        first += x;
        second += x * x;
    }

    public static (double First, double Second) Join((double First, double Second) left, (double First, double Second) right) => SumTerms.Join(left, right);
}

/// <summary>Σ x and the count, missing values left out.</summary>
internal readonly struct PresentSumTerms : IColumnTerms
{
    public static (double First, double Second) Start => (0, 0);

    public static void Add(double x, double a, ref double first, ref double second)
    {
        if (!double.IsNaN(x))
        {
            first += x;
            second++;
        }
    }

    public static void Add(Vector<double> x, Vector<double> a, ref Vector<double> first, ref Vector<double> second)
    {
        var present = Vector.Equals(x, x);
        first += Vector.ConditionalSelect(present, x, Vector<double>.Zero);
        second += Vector.ConditionalSelect(present, Vector<double>.One, Vector<double>.Zero);
    }

    public static (double First, double Second) Join((double First, double Second) left, (double First, double Second) right) => SumTerms.Join(left, right);
}

/// <summary>Σ (x − a)² and Σ (x − a), missing values left out.</summary>
internal readonly struct DistanceTerms : IColumnTerms
{
    public static (double First, double Second) Start => (0, 0);

    public static void Add(double x, double a, ref double first, ref double second)
    {
        var distance = x - a;
        if (!double.IsNaN(distance))
        {
            first += distance * distance;
            second += distance;
        }
    }

    public static void Add(Vector<double> x, Vector<double> a, ref Vector<double> first, ref Vector<double> second)
    {
        var distance = x - a;
        distance = Vector.ConditionalSelect(Vector.Equals(distance, distance), distance, Vector<double>.Zero);
        first += distance * distance;
        second += distance;
    }

    public static (double First, double Second) Join((double First, double Second) left, (double First, double Second) right) => SumTerms.Join(left, right);
}

/// <summary>The smallest and the largest value, missing ones left out; +∞ and −∞ where there are none.</summary>
internal readonly struct ExtremeTerms : IColumnTerms
{
    public static (double First, double Second) Start => (double.PositiveInfinity, double.NegativeInfinity);

    public static void Add(double x, double a, ref double first, ref double second)
    {
        first = x < first ? x : first;
        second = x > second ? x : second;
    }

    public static void Add(Vector<double> x, Vector<double> a, ref Vector<double> first, ref Vector<double> second)
    {
        first = Vector.ConditionalSelect(Vector.LessThan(x, first), x, first);
        second = Vector.ConditionalSelect(Vector.GreaterThan(x, second), x, second);
    }

    public static (double First, double Second) Join((double First, double Second) left, (double First, double Second) right) =>
        (right.First < left.First ? right.First : left.First, right.Second > left.Second ? right.Second : left.Second);
}
