namespace Kiln.Estimators;

/// <summary>How a linear support vector machine tells more than two classes apart.</summary>
public enum SvcMultiClass
{
    /// <summary>Each class against the rest, one problem after the other.</summary>
    OneVersusRest,

    /// <summary>
    /// All classes in one problem (K. Crammer and Y. Singer, JMLR 2, 2001): a sample costs by how far the score of any other class comes within 1 of its own class's.
    /// </summary>
    CrammerSinger,
}
