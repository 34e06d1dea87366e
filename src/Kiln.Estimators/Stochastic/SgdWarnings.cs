namespace Kiln.Estimators;

/// <summary>What a user ought to know about a run of stochastic gradient descent.</summary>
internal static class SgdWarnings
{
    public static string[] Of(SgdSettings settings, int epochs) => settings.Tolerance is not null && epochs == settings.MaxEpochs
        ? [$"{settings.Owner}: it made all {epochs} epochs and was still getting better; raise max_iter, or scale the features (standard-scaler)"]
        : [];
}
