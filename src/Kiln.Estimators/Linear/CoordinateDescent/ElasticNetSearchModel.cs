namespace Kiln.Estimators;

/// <summary>A lasso or elastic net whose penalty was chosen by cross-validation.</summary>
public sealed class ElasticNetSearchModel : ElasticNetModel
{
    private readonly double[] _alphas;
    private readonly double[] _errors;
    private readonly (int Ratios, int Folds) _extents;

    internal ElasticNetSearchModel(ElasticNetModel best, double alpha, double l1Ratio, double[] alphas, double[] errors, int ratios, int folds)
        : base(best.Estimator, best.Layout, best.Weights.ToArray(), best.Intercept.ToArray<double>(), best.DualGaps.ToArray())
    {
        (Alpha, L1Ratio, _alphas, _errors, _extents) = (alpha, l1Ratio, alphas, errors, (ratios, folds));
        (Iterations, Warnings) = (best.Iterations, best.Warnings);
    }

    /// <summary>The penalty that did best.</summary>
    public double Alpha { get; }

    /// <summary>The share of L1 that did best.</summary>
    public double L1Ratio { get; }

    /// <summary>The penalties that were tried, descending: float64, (alphas,) of one share of L1, otherwise (shares, alphas).</summary>
    public Tensor Alphas => Tensor.From(_alphas, _extents.Ratios == 1 ? [_alphas.Length] : [_extents.Ratios, _alphas.Length / _extents.Ratios]);

    /// <summary>The mean squared errors on what each fold left out: float64, (alphas, folds) of one share of L1, otherwise (shares, alphas, folds).</summary>
    public Tensor MeanSquaredErrors => Tensor.From(
        _errors, _extents.Ratios == 1 ? [_alphas.Length, _extents.Folds] : [_extents.Ratios, _alphas.Length / _extents.Ratios, _extents.Folds]);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        base.Write(writer);
        writer.Number("alpha", Alpha);
        writer.Number("l1_ratio", L1Ratio);
        writer.Numbers("alphas", _alphas);
        writer.Numbers("mse_path", _errors);
        writer.Integer("l1_ratios", _extents.Ratios);
        writer.Integer("folds", _extents.Folds);
    }

    internal static new ElasticNetSearchModel Read(ModelReader reader)
    {
        var (alphas, ratios, folds) = (reader.Numbers("alphas"), reader.Count("l1_ratios"), reader.Count("folds"));
        return ratios > 0 && alphas.Length % ratios == 0
            ? new(ElasticNetModel.Read(reader), reader.Number("alpha"), reader.Number("l1_ratio"), alphas, reader.Numbers("mse_path", checked(alphas.Length * folds)), ratios, folds)
            : throw reader.Damaged($"{alphas.Length} alphas for {ratios} shares of L1");
    }
}
