using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Kiln.Microbenchmarks;

/// <summary>What a benchmark does per second: from the work that its class states, and the mean time.</summary>
public sealed class RateColumn : IColumn
{
    public string Id => nameof(RateColumn);

    public string ColumnName => "Rate";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Work per second: billions of operations (a multiply-add is two) or of bytes";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics || Activator.CreateInstance(benchmarkCase.Descriptor.Type) is not IHasWork worker)
        {
            return "-";
        }

        foreach (var parameter in benchmarkCase.Parameters.Items)
        {
            benchmarkCase.Descriptor.Type.GetProperty(parameter.Name)?.SetValue(worker, parameter.Value);
        }

        var (amount, unit) = worker.Work;
        return string.Create(CultureInfo.InvariantCulture, $"{amount / statistics.Mean:0.0} {unit}"); // 10⁻⁹ s in the mean, 10⁹ in the unit.
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}

/// <summary>A benchmark class that says how much work one call is.</summary>
public interface IHasWork
{
    /// <summary>Operations or bytes, and the unit per nanosecond.</summary>
    public (double Amount, string Unit) Work { get; }
}
