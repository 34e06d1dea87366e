namespace Kiln.Estimators;

/// <summary>How the resources of a halving search's first round are chosen.</summary>
public enum HalvingStart
{
    /// <summary>The least that makes sense: two samples of each class and split, or 1 of another resource.</summary>
    Smallest,

    /// <summary>As much as leaves the last round all there is, and never less than the smallest.</summary>
    Exhaust,
}
