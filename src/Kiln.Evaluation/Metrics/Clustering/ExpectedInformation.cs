namespace Kiln.Evaluation;

/// <summary>
/// The mean mutual information of two groupings with given group sizes when samples fall into them by chance (N. Vinh, J. Epps and J.
/// Bailey, Information Theoretic Measures for Clusterings Comparison, 2010, equation 24a).
/// </summary>
internal static class ExpectedInformation
{
    public static double Of(Contingency table)
    {
        var n = table.Total;
        if (table.Rows.Length == 1 || table.Columns.Length == 1)
        {
            return 0;
        }

        var factorials = LogFactorials(n);

        // Groups of the same size add the same: pairs of sizes are taken once, times how often they occur.
        var rows = table.Rows.CountBy(static size => size).OrderBy(static g => g.Key).ToArray();
        var columns = table.Columns.CountBy(static size => size).OrderBy(static g => g.Key).ToArray();
        var sum = 0.0;
        foreach (var (a, ofA) in rows)
        {
            foreach (var (b, ofB) in columns)
            {
                sum += (double)ofA * ofB * Pair((int)a, (int)b, n, factorials);
            }
        }

        return sum;
    }

    private static double Pair(int a, int b, int n, double[] factorials)
    {
        var sum = 0.0;
        var fixedPart = factorials[a] + factorials[b] + factorials[n - a] + factorials[n - b] - factorials[n];
        var log = Math.Log(n) - Math.Log((double)a * b);
        for (var common = Math.Max(1, a - n + b); common <= Math.Min(a, b); common++)
        {
            // The chance of so many in common, of the hypergeometric distribution.
            var chance = Math.Exp(
                fixedPart - factorials[common] - factorials[a - common] - factorials[b - common] - factorials[n - a - b + common]);
            sum += (double)common / n * (log + Math.Log(common)) * chance;
        }

        return sum;
    }

    /// <summary>log k! for k from 0 to n: logarithms added up with the rounding carried along (W. Kahan, 1965).</summary>
    private static double[] LogFactorials(int n)
    {
        var result = new double[n + 1];
        double sum = 0, carry = 0;
        for (var k = 2; k <= n; k++)
        {
            var term = Math.Log(k) - carry;
            var next = sum + term;
            carry = next - sum - term;
            sum = next;
            result[k] = sum;
        }

        return result;
    }
}
