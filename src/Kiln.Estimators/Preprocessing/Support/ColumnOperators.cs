using System.Numerics;

namespace Kiln.Estimators;

/// <summary>x − a.</summary>
internal readonly struct SubtractA : IColumnOperator
{
    public static double Of(double x, double a, double b) => x - a;

    public static Vector<double> Of(Vector<double> x, Vector<double> a, Vector<double> b) => x - a;
}

/// <summary>x + a.</summary>
internal readonly struct AddA : IColumnOperator
{
    public static double Of(double x, double a, double b) => x + a;

    public static Vector<double> Of(Vector<double> x, Vector<double> a, Vector<double> b) => x + a;
}

/// <summary>x / b.</summary>
internal readonly struct DivideB : IColumnOperator
{
    public static double Of(double x, double a, double b) => x / b;

    public static Vector<double> Of(Vector<double> x, Vector<double> a, Vector<double> b) => x / b;
}

/// <summary>x · b.</summary>
internal readonly struct MultiplyB : IColumnOperator
{
    public static double Of(double x, double a, double b) => x * b;

    public static Vector<double> Of(Vector<double> x, Vector<double> a, Vector<double> b) => x * b;
}

/// <summary>(x − a) / b.</summary>
internal readonly struct SubtractADivideB : IColumnOperator
{
    public static double Of(double x, double a, double b) => (x - a) / b;

    public static Vector<double> Of(Vector<double> x, Vector<double> a, Vector<double> b) => (x - a) / b;
}

/// <summary>x · b + a, rounded twice as NumPy does.</summary>
internal readonly struct MultiplyBAddA : IColumnOperator
{
    public static double Of(double x, double a, double b) => (x * b) + a;

    public static Vector<double> Of(Vector<double> x, Vector<double> a, Vector<double> b) => (x * b) + a;
}

/// <summary>x, not below a and not above b; NaN stays.</summary>
internal readonly struct ClipAB : IColumnOperator
{
    public static double Of(double x, double a, double b) => x < a ? a : x > b ? b : x;

    public static Vector<double> Of(Vector<double> x, Vector<double> a, Vector<double> b) =>
        Vector.ConditionalSelect(Vector.LessThan(x, a), a, Vector.ConditionalSelect(Vector.GreaterThan(x, b), b, x));
}

/// <summary>1 where x is above a, 0 elsewhere.</summary>
internal readonly struct AboveA : IColumnOperator
{
    public static double Of(double x, double a, double b) => x > a ? 1 : 0;

    public static Vector<double> Of(Vector<double> x, Vector<double> a, Vector<double> b) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, a), Vector<double>.One, Vector<double>.Zero);
}

/// <summary>a where x is missing.</summary>
internal readonly struct FillA : IColumnOperator
{
    public static double Of(double x, double a, double b) => double.IsNaN(x) ? a : x;

    public static Vector<double> Of(Vector<double> x, Vector<double> a, Vector<double> b) => Vector.ConditionalSelect(Vector.Equals(x, x), x, a);
}
