namespace Kiln.Estimators;

/// <summary>What values a hyper-parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>A float64 number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>A list of numbers.</summary>
    Numbers,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>Another estimator.</summary>
    Estimator,

    /// <summary>A list of named estimators: the steps of a pipeline, the parts of a union.</summary>
    Steps,

    /// <summary>Something only a program can give, such as a function; it is not written to files.</summary>
    Code,
}
