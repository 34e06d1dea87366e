using System.Globalization;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The fit of a <see cref="LogisticRegressionCV"/>: paths of strengths on each fold, their scores, and the last fit.</summary>
internal sealed class LogisticSearch
{
    private static readonly Target s_signs = new long[] { -1, 1 };

    private readonly LogisticRegressionCV _given;
    private readonly FeatureLayout _layout;
    private readonly Features _x;
    private readonly Target _y;
    private readonly Target _classes;
    private readonly int[] _codes;
    private readonly double[]? _weights;
    private readonly (int[] Train, int[] Test)[] _splits;
    private readonly double[] _cs;
    private readonly double?[] _ratios;
    private readonly bool _softmax;
    private readonly CancellationToken _cancellation;
    private int _fits;
    private int _unfinished;

    public LogisticSearch(LogisticRegressionCV given, Features x, Target y, IReadOnlyList<int>? groups, double[]? sampleWeights, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(x);
        (_given, _layout, _y, _cancellation) = (given, FeatureLayout.Of(x), y, cancellation);
        given.CheckParameters();
        _cs = Strengths(given);
        _ratios = Ratios(given);
        _x = Inputs.Numbers(given.Name, x);
        Overflow.CheckSquares(given.Name, _x);
        (_classes, _codes) = Inputs.Classes(given.Name, _x, y);
        Inputs.Weights(given.Name, sampleWeights, _x.Rows);
        _weights = Weigh(given, _classes, _codes, sampleWeights);
        _splits = Array.ConvertAll(FoldData.Split(given.Name, true, given.Splitter, given.Folds, _x, y, groups), split => (split.Train.ToArray(), split.Test.ToArray()));
        _softmax = LogisticFit.IsSoftmax(given.MultiClass, given.Solver, _classes.Count);
    }

    private int Problems => _softmax ? 1 : Outputs;

    private int Outputs => LinearRule.OutputsOf(_classes.Count);

    private int Candidates => _cs.Length * _ratios.Length;

    public LogisticRegressionCVModel Run()
    {
        var (points, iterations) = (new double[Problems][], new int[Problems]);
        var (chosenC, chosenRatio) = (new double[Problems], new double[Problems]);
        var scores = new double[Problems * _splits.Length * Candidates];
        var all = new double[Problems * _splits.Length][][];

        // The folds of all problems side by side, one path a thread: what a fit computes does not depend on the number of threads, and each has its own place.
        WorkerTeam.Run(all.Length, new Body(job =>
        {
            var (problem, split) = (job / _splits.Length, job % _splits.Length);
            all[job] = Paths(problem, _splits[split].Train);
            Rate(problem, all[job], _splits[split].Test).CopyTo(scores, job * Candidates);
        }), _cancellation);
        for (var problem = 0; problem < Problems; problem++)
        {
            var paths = all[(problem * _splits.Length)..((problem + 1) * _splits.Length)];
            var own = scores.AsSpan(problem * _splits.Length * Candidates, _splits.Length * Candidates);
            (points[problem], iterations[problem]) = _given.Refit
                ? FitBest(problem, paths, Best(own), ref chosenC[problem], ref chosenRatio[problem])
                : (AverageBest(paths, own, ref chosenC[problem], ref chosenRatio[problem]), 0);
        }

        var (coefficients, intercept) = Coefficients(points);
        Overflow.Check(_given.Name, _x, coefficients, intercept);
        return new(_given, _layout, _classes, coefficients, intercept, _softmax, iterations, Spread(chosenC), _ratios[0] is null ? null : Spread(chosenRatio), _cs, scores, AllPaths(all), _splits.Length)
        {
            Warnings = _unfinished == 0 ? [] :
            [
                string.Create(CultureInfo.InvariantCulture, $"{_given.Name}: the solver {_given["solver"]} stopped before it converged in {_unfinished} of {_fits} fits; scale the features (standard-scaler), or raise max_iter or tol"),
            ],
        };
    }

    /// <summary>Ranges, and what does not go together.</summary>
    public static void Check(LogisticRegressionCV given)
    {
        Require.That(given.Splitter is not null || given.Folds >= 2, given.Name, "cv", given.Folds, "2 or more");
        foreach (var ratio in Ratios(given))
        {
            foreach (var c in Strengths(given))
            {
                Require.That(c > 0, given.Name, "Cs", c, "a number above 0");
                LogisticWords.Check(given.At(c, ratio));
            }
        }
    }

    private static double[] Strengths(LogisticRegressionCV given)
    {
        if (given.Cs is { } cs)
        {
            Require.That(cs.Length > 1, given.Name, "Cs", ParameterText.Of(cs), "at least two strengths to choose from, such as 0.1,1,10 (n_Cs says how many there are by default)");
            return cs;
        }

        Require.Between(given.Name, "n_Cs", given.StrengthCount, 2, Require.MostValues);
        return [.. Enumerable.Range(0, given.StrengthCount).Select(i => Math.Pow(10, -4 + (8.0 * i / (given.StrengthCount - 1))))];
    }

    private static double?[] Ratios(LogisticRegressionCV given)
    {
        Require.Together(given.Penalty != Penalty.None, given.Name, "penalty", "none", "l1, l2 or elasticnet: without a penalty there is no strength to choose");
        if (given.Penalty != Penalty.ElasticNet)
        {
            return [null];
        }

        Require.Together(given.L1Ratios is { Length: > 0 }, given.Name, "l1_ratios", "none", "shares between 0 and 1, which penalty=elasticnet needs");
        Require.That(Array.TrueForAll(given.L1Ratios!, ratio => ratio is >= 0 and <= 1), given.Name, "l1_ratios", ParameterText.Of(given.L1Ratios), "shares between 0 and 1");
        return [.. given.L1Ratios!.Select(ratio => (double?)ratio)];
    }

    // "Balanced" is by the classes of all samples here, whichever class is set against the rest.
    private static double[]? Weigh(LogisticRegressionCV given, Target classes, int[] codes, double[]? sampleWeights)
    {
        if (given.ClassWeight is null)
        {
            return sampleWeights;
        }

        var byClass = ClassWeights.Of(given.ClassWeight, given.Name, classes, codes);
        return [.. codes.Select((code, i) => (sampleWeights?[i] ?? 1) * byClass[code])];
    }

    /// <summary>The points of all candidates on some samples: the strengths of the first share of L1, then those of the next.</summary>
    private double[][] Paths(int problem, int[] rows)
    {
        var part = _x.Take(rows);
        var codes = Array.ConvertAll(rows, row => _codes[row]);
        var weights = _weights is null ? null : Array.ConvertAll(rows, row => _weights[row]);
        var points = new List<double[]>(Candidates);
        foreach (var ratio in _ratios)
        {
            var (point, order) = (Start(), Order(problem, codes));
            foreach (var c in _cs)
            {
                _cancellation.ThrowIfCancellationRequested();
                point = Solve(problem, part, codes, weights, c, ratio, point, order).Point;
                points.Add(point);
            }
        }

        return [.. points];
    }

    private double[] Start()
    {
        var width = _x.Columns + (_given.FitIntercept ? 1 : 0);
        return new double[checked(_softmax ? _classes.Count * width : width)];
    }

    private SolverResult Solve(int problem, Features x, int[] codes, double[]? weights, double c, double? ratio, double[] start, LiblinearOrder order)
    {
        var regression = _given.At(c, ratio);
        var copy = start.ToArray(); // Solvers may work in place.
        var result = SampleView.With(x, view => _softmax
            ? LogisticSolvers.Softmax(_given.Name, regression, view, codes, _classes.Count, weights, copy, _cancellation)
            : LogisticSolvers.Binary(_given.Name, regression, view, Array.ConvertAll(codes, code => code == Positive(problem) ? 1.0 : -1), weights, copy, order, _cancellation));
        Interlocked.Increment(ref _fits);
        if (!result.Converged)
        {
            Interlocked.Increment(ref _unfinished);
        }

        return result;
    }

    private LiblinearOrder Order(int problem, int[] codes) => new(_given.Seed, Array.ConvertAll(codes, code => code == Positive(problem) ? 1 : 0));

    private int Positive(int problem) => Outputs == 1 ? 1 : problem;

    /// <summary>The scores of points on samples that they were not fitted on.</summary>
    private double[] Rate(int problem, double[][] points, int[] rows)
    {
        var part = _x.Take(rows);
        Target truth = _softmax ? _y.Take(rows) : Array.ConvertAll(rows, row => _codes[row] == Positive(problem) ? 1L : -1);
        var scorer = _given.Scoring ?? ModelScorer.Default;
        return Array.ConvertAll(points, point =>
        {
            var (coefficients, intercept) = _softmax ? Coefficients([point]) : (point[.._x.Columns], [_given.FitIntercept ? point[^1] : 0]);
            return scorer.Score(new LogisticRegressionModel(_given, FeatureLayout.Of(part), _softmax ? _classes : s_signs, coefficients, intercept, _softmax, []), part, truth);
        });
    }

    /// <summary>The coefficients of all paths: (outputs, folds, candidates, features and the intercept).</summary>
    private double[] AllPaths(double[][][] all)
    {
        var (features, width) = (_x.Columns, _x.Columns + (_given.FitIntercept ? 1 : 0));
        var paths = new double[checked(Outputs * _splits.Length * Candidates * width)];
        for (var job = 0; job < all.Length; job++)
        {
            for (var candidate = 0; candidate < Candidates; candidate++)
            {
                var point = all[job][candidate];
                var (coefficients, intercept) = _softmax ? Coefficients([point]) : (point[..features], [_given.FitIntercept ? point[^1] : 0]);
                for (var k = 0; k < intercept.Length; k++)
                {
                    // Softmax is one problem with all outputs; otherwise a problem has one output.
                    var to = paths.AsSpan((((k * _splits.Length) + job) * Candidates * width) + (candidate * width), width);
                    coefficients.AsSpan(k * features, features).CopyTo(to);
                    if (_given.FitIntercept)
                    {
                        to[features] = intercept[k];
                    }
                }
            }
        }

        return paths;
    }

    /// <summary>The first candidate with the highest sum of scores.</summary>
    private int Best(ReadOnlySpan<double> scores)
    {
        var sums = new double[Candidates];
        for (var i = 0; i < scores.Length; i++)
        {
            sums[i % Candidates] += scores[i];
        }

        return CandidateRun.Best(sums);
    }

    private (double[] Point, int Iterations) FitBest(int problem, double[][][] paths, int best, ref double c, ref double ratio)
    {
        (c, ratio) = (_cs[best % _cs.Length], _ratios[best / _cs.Length] ?? 0);
        var start = Mean([.. paths.Select(path => path[best])]);
        var result = Solve(problem, _x, _codes, _weights, c, _ratios[best / _cs.Length], start, Order(problem, _codes));
        return (result.Point, result.Iterations);
    }

    private double[] AverageBest(double[][][] paths, ReadOnlySpan<double> scores, ref double c, ref double ratio)
    {
        var chosen = new double[paths.Length][];
        for (var split = 0; split < paths.Length; split++)
        {
            var best = CandidateRun.Best(scores.Slice(split * Candidates, Candidates).ToArray());
            c += _cs[best % _cs.Length] / paths.Length;
            ratio += (_ratios[best / _cs.Length] ?? 0) / paths.Length;
            chosen[split] = paths[split][best];
        }

        return Mean(chosen);
    }

    private static double[] Mean(double[][] points)
    {
        var mean = new double[points[0].Length];
        foreach (var point in points)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(point, 1.0 / points.Length, mean, mean);
        }

        return mean;
    }

    private (double[] Coefficients, double[] Intercept) Coefficients(double[][] points)
    {
        var (coefficients, intercept) = (new double[Outputs * _x.Columns], new double[Outputs]);
        if (_softmax)
        {
            LogisticFit.SoftmaxCoefficients(points[0], _classes.Count, _x.Columns, _given.FitIntercept, coefficients, intercept);
            return (coefficients, intercept);
        }

        for (var k = 0; k < Outputs; k++)
        {
            points[k].AsSpan(0, _x.Columns).CopyTo(coefficients.AsSpan(k * _x.Columns));
            intercept[k] = _given.FitIntercept ? points[k][_x.Columns] : 0;
        }

        return (coefficients, intercept);
    }

    /// <summary>A choice for each row of coefficients; softmax has one for all.</summary>
    private double[] Spread(double[] chosen) => chosen.Length == Outputs ? chosen : [.. Enumerable.Repeat(chosen[0], Outputs)];

    private readonly struct Body(Action<int> work) : ITileBody
    {
        public void Invoke(int tile) => work(tile);
    }
}
