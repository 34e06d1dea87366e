using System.Numerics;

namespace Kiln.Evaluation;

/// <summary>log y.</summary>
internal readonly struct LogTerm : IPairTerm
{
    public double Of(double truth, double predicted) => Math.Log(truth);

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted) => Vector.Log(truth);
}
