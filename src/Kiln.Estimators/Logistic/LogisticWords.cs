namespace Kiln.Estimators;

/// <summary>scikit-learn's words for the choices of linear classifiers, and the pairs of them that are impossible.</summary>
internal static class LogisticWords
{
    public static readonly (string Word, Penalty Value)[] Penalties =
        [("l1", Penalty.L1), ("l2", Penalty.L2), ("elasticnet", Penalty.ElasticNet), ("none", Penalty.None)];

    public static readonly (string Word, LogisticSolver Value)[] Solvers =
    [
        ("lbfgs", LogisticSolver.Lbfgs), ("liblinear", LogisticSolver.Liblinear), ("newton-cg", LogisticSolver.NewtonCg),
        ("newton-cholesky", LogisticSolver.NewtonCholesky), ("sag", LogisticSolver.Sag), ("saga", LogisticSolver.Saga),
    ];

    public static readonly (string Word, MultiClass Value)[] MultiClasses =
        [("auto", MultiClass.Auto), ("ovr", MultiClass.OneVersusRest), ("multinomial", MultiClass.Multinomial)];

    /// <summary>Ranges, and what a solver cannot do.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The solver takes no such penalty.</exception>
    public static void Check(LogisticRegression given)
    {
        Require.That(given.C > 0, given.Name, "C", given.C, "a number above 0");
        Require.Together(
            double.IsFinite(given.C) || given.Solver != LogisticSolver.Liblinear, given.Name, "C", given.C,
            "a finite number with solver=liblinear, which takes steps as long as C allows; the other solvers take an infinite one, for no penalty");
        Require.Positive(given.Name, "tol", given.Tolerance);
        Require.Positive(given.Name, "intercept_scaling", given.InterceptScaling);
        Require.AtLeast(given.Name, "max_iter", given.MaxIterations, 0);
        Require.That(given.L1Ratio is null or (>= 0 and <= 1), given.Name, "l1_ratio", given.L1Ratio, "between 0 and 1, or none");
        var (solver, penalty) = (given["solver"], given["penalty"]);
        if (given.Penalty == Penalty.ElasticNet)
        {
            Require.Together(given.L1Ratio is not null, given.Name, "l1_ratio", given.L1Ratio, "a share between 0 and 1, which penalty=elasticnet needs");
        }

        var takes = given.Solver switch
        {
            LogisticSolver.Saga => "l1, l2, elasticnet and none",
            LogisticSolver.Liblinear => "l1 and l2",
            _ => "l2 and none",
        };
        if (!takes.Contains((string)penalty!, StringComparison.Ordinal))
        {
            var those = given.Penalty switch
            {
                Penalty.L1 => "saga or liblinear",
                Penalty.ElasticNet => "saga",
                _ => "lbfgs, newton-cg, newton-cholesky, sag or saga",
            };
            throw new ArgumentException($"{given.Name}: solver={solver} takes the penalties {takes}, not {penalty}; take solver={those} for that", nameof(given));
        }

        if (given.Dual && (given.Solver != LogisticSolver.Liblinear || given.Penalty != Penalty.L2))
        {
            throw new ArgumentException($"{given.Name}: dual=true is for solver=liblinear with penalty=l2; given are solver={solver} and penalty={penalty}", nameof(given));
        }

        if (given.MultiClass == MultiClass.Multinomial && given.Solver is LogisticSolver.Liblinear or LogisticSolver.NewtonCholesky && given.MultiClass == MultiClass.Multinomial)
        {
            throw new ArgumentException($"{given.Name}: solver={solver} has no softmax; take multi_class=ovr, or solver=lbfgs, newton-cg, sag or saga", nameof(given));
        }
    }
}
