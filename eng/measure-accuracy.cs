#:property PublishAot=false
#:property Optimize=true
#:property AllowUnsafeBlocks=true
#:project ../src/Kiln.Numerics/Kiln.Numerics.csproj
// Measures the largest error of the element-wise float32 functions over all 2³² numbers, on the instruction set at hand, and writes the table in docs/accuracy.md.
// Run from the repository root: dotnet run eng/measure-accuracy.cs [-- STEP [DOCUMENT]]. With a STEP only every STEP-th bit pattern is taken; an odd one meets all exponents
// and last digits. All numbers take some forty minutes of processor time. FunctionAccuracyTests holds a sample against the bounds in every test run.
//
// The reference is the runtime's function in float64 where there is one, and Kiln's own in float64 otherwise (erf, erfc, GELU, softplus), which other tests hold against series.
using System.Globalization;
using System.Text;
using Kiln.Numerics;

long step = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 1;
string document = args.Length > 1 ? args[1] : Path.Combine("docs", "accuracy.md");
const string Begin = "<!-- accuracy: begin -->", End = "<!-- accuracy: end -->";

Row[] rows =
[
    Scan.Of<ExpOperator>("`exp`", "1.5", Math.Exp, "overflow ∞, underflow denormals and 0"),
    Scan.Of<ExpM1Operator>("`expm1`", "2", null, "keeps the sign of zero"),
    Scan.Of<LogOperator>("`log`", "1.5", Math.Log, "−∞ at ±0, NaN below, ∞ at ∞; denormals exactly"),
    Scan.Of<Log1POperator>("`log1p`", "2", null, "keeps the sign of zero; −∞ at −1"),
    Scan.Of<Log2Operator>("`log2`", "3", Math.Log2, "as `log`; exact at powers of two"),
    Scan.Of<Log10Operator>("`log10`", "3", Math.Log10, "as `log`"),
    Scan.Of<TanhOperator>("`tanh`", "2.6", Math.Tanh, "±1; keeps the sign of zero"),
    Scan.Of<SigmoidOperator>("sigmoid", "3.5", null, "0 and 1; relative error also where the result is denormal"),
    Scan.Of<SoftplusOperator>("softplus", "3", null, "0 and ∞"),
    Scan.Of<SiluOperator>("SiLU", "4.5, or 1e-37 absolute", null, "−0 at −∞", absolute: 1e-37),
    Scan.Of<ErfOperator>("`erf`", "3", null, "±1; keeps the sign of zero"),
    Scan.Of<ErfcOperator>("`erfc`", "7, denormal results aside", null, "0 and 2", absolute: 1.2e-38),
    Scan.Of<GeluOperator>("GELU", "8, or 1e-37 absolute", null, "−0 at −∞; keeps the sign of zero; relative error also far below zero", absolute: 1e-37),
    Scan.Of<SinOperator>("`sin`", "2, or 1e-7 absolute", Math.Sin, "NaN at ∞", absolute: 1e-7),
    Scan.Of<CosOperator>("`cos`", "2, or 1e-7 absolute", Math.Cos, "NaN at ∞", absolute: 1e-7),
    Scan.Of<TanOperator>("`tan`", "4, or 2e-7 absolute", Math.Tan, "NaN at ∞", absolute: 2e-7),
    Scan.Of<AtanOperator>("`atan`", "3", Math.Atan, "±π/2; keeps the sign of zero"),
    Scan.Of<AsinOperator>("`asin`", "3.5", Math.Asin, "NaN outside [−1, 1]; keeps the sign of zero"),
    Scan.Of<AcosOperator>("`acos`", "3.5", Math.Acos, "NaN outside [−1, 1]"),
    Scan.Of<SinhOperator>("`sinh`", "5", Math.Sinh, "±∞; keeps the sign of zero"),
    Scan.Of<CoshOperator>("`cosh`", "4", Math.Cosh, "∞"),
    Scan.Of<ReciprocalSqrtOperator>("`1/√x`", "1.5", x => 1 / Math.Sqrt(x), "∞ at +0"),
];

var table = new StringBuilder();
string which = step == 1 ? "all 4,294,967,296 numbers" : string.Create(CultureInfo.InvariantCulture, $"every {step}th of the 4,294,967,296 numbers");
table.Append(CultureInfo.InvariantCulture, $"*Measured* over {which}, with {InstructionSets.Current}, by `dotnet run eng/measure-accuracy.cs`:\n\n");
table.Append("| function | bound | measured | at | at the edges |\n|---|---|---|---|---|\n");
foreach (Row row in rows)
{
    Found found = row.Measure(step);

    // A function whose every result lies within its absolute bound has no error in units to show.
    string worst = found.Units > 0
        ? found.Units.ToString("F2", CultureInfo.InvariantCulture)
        : found.Distance.ToString("0.0e-0", CultureInfo.InvariantCulture) + " absolute";
    float at = found.Units > 0 ? found.At : found.DistanceAt;
    string line = string.Create(CultureInfo.InvariantCulture, $"| {row.Name} | {row.Bound} | {worst} | {at:R} | {row.Edges} |");
    Console.WriteLine(line);
    table.Append(line).Append('\n');
}

string text = File.ReadAllText(document);
int from = text.IndexOf(Begin, StringComparison.Ordinal), to = text.IndexOf(End, StringComparison.Ordinal);
if (from < 0 || to < from)
{
    Console.Error.WriteLine($"{document} lacks the marks {Begin} and {End}");
    return 1;
}

File.WriteAllText(document, string.Concat(text.AsSpan(0, from + Begin.Length), "\n", table.ToString(), text.AsSpan(to)));
return 0;

internal sealed record Row(string Name, string Bound, string Edges, Func<long, Found> Measure);

/// <summary>The largest error in units in the last place, of results beyond the absolute bound; and the largest distance of any finite result.</summary>
internal readonly record struct Found(double Units, float At, double Distance, float DistanceAt)
{
    public static Found Worse(Found a, Found b)
    {
        (double units, float at) = b.Units > a.Units ? (b.Units, b.At) : (a.Units, a.At);
        return b.Distance > a.Distance ? new(units, at, b.Distance, b.DistanceAt) : new(units, at, a.Distance, a.DistanceAt);
    }
}

internal static class Scan
{
    private const int Block = 1 << 16;

    public static Row Of<TOperator>(string name, string bound, Func<double, double>? reference, string edges, double absolute = 0)
        where TOperator : struct, IUnaryOperator => new(name, bound, edges, step => Measure<TOperator>(step, reference, absolute));

    private static Found Measure<TOperator>(long step, Func<double, double>? reference, double absolute)
        where TOperator : struct, IUnaryOperator
    {
        long count = ((1L << 32) + step - 1) / step;
        var results = new Found[(count + Block - 1) / Block];
        WorkerTeam.ThreadCount = 1; // the blocks are what is shared out
        Parallel.For(0, results.Length, block =>
        {
            int n = (int)Math.Min(Block, count - ((long)block * Block));
            float[] x = new float[n], y = new float[n];
            double[] wide = new double[n], exact = new double[n];
            for (int i = 0; i < n; i++)
            {
                x[i] = BitConverter.UInt32BitsToSingle((uint)((((long)block * Block) + i) * step));
                wide[i] = x[i];
            }

            Elementwise.Unary<TOperator, float>(x, y);
            if (reference == null)
            {
                Elementwise.Unary<TOperator, double>(wide, exact);
            }

            Found worst = default;
            for (int i = 0; i < n; i++)
            {
                double expected = reference == null ? exact[i] : reference(wide[i]);
                double distance = float.IsFinite(y[i]) && double.IsFinite(expected) ? Math.Abs(y[i] - expected) : 0;
                worst = Found.Worse(worst, new(Error(y[i], expected, absolute), x[i], distance, x[i]));
            }

            results[block] = worst;
        });

        return results.Aggregate(Found.Worse);
    }

    /// <summary>The error in units in the last place of the rounded result; infinite where a special value, or the sign of a zero, is wrong.</summary>
    private static double Error(float y, double exact, double absolute)
    {
        var nearest = (float)exact;
        if (BitConverter.SingleToInt32Bits(y) == BitConverter.SingleToInt32Bits(nearest) || (float.IsNaN(y) && float.IsNaN(nearest)) || Math.Abs(y - exact) < absolute)
        {
            return float.IsFinite(nearest) && Math.Abs(y - exact) >= absolute ? Math.Abs(y - exact) / Unit(nearest) : 0;
        }

        return !float.IsFinite(y) || float.IsNaN(nearest) || (y == 0 && nearest == 0)
            ? double.PositiveInfinity
            : Math.Abs(y - exact) / Unit(float.IsFinite(nearest) ? nearest : float.MaxValue);
    }

    private static double Unit(float x) => Math.Abs(x) >= float.MaxValue ? Math.Pow(2, 104) : (double)MathF.BitIncrement(Math.Abs(x)) - Math.Abs(x);
}
