using System.Globalization;

namespace Kiln.Bench;

/// <summary>How a peer is told to do the same.</summary>
/// <param name="Kind">Which process: <c>torch</c> and <c>openblas</c> are Python with that library, <c>native</c> is this program calling a C library.</param>
/// <param name="Module">For Python, the file in peers/ without its ending; for <c>native</c> the library.</param>
/// <param name="Task">The function in it.</param>
/// <param name="Arguments">What it is given, as text without spaces.</param>
internal sealed record Peer(string Kind, string Module, string Task, string[] Arguments)
{
    /// <summary>A number of threads other than Kiln's, where the peer does better with it; 0 for the same.</summary>
    public int Threads { get; init; }

    /// <summary>PyTorch: the function <paramref name="task"/> of peers/torch_<paramref name="family"/>.py.</summary>
    public static Peer Torch(string family, string task, params object[] arguments) => new("torch", $"torch_{family}", task, Texts(arguments));

    /// <summary>NumPy and SciPy over OpenBLAS: the function <paramref name="task"/> of peers/openblas_<paramref name="family"/>.py.</summary>
    public static Peer SciPy(string family, string task, params object[] arguments) => new("openblas", $"openblas_{family}", task, Texts(arguments));

    /// <summary>scikit-learn: the function <paramref name="task"/> of peers/sklearn_<paramref name="family"/>.py.</summary>
    public static Peer Sklearn(string family, string task, params object[] arguments) => new("sklearn", $"sklearn_{family}", task, Texts(arguments));

    /// <summary>OpenBLAS called directly; the tasks are in Peers/OpenBlas.cs.</summary>
    public static Peer OpenBlas(string task, params object[] arguments) => new("native", "openblas", task, Texts(arguments));

    /// <summary>oneDNN called directly; the tasks are in Peers/OneDnn.cs.</summary>
    public static Peer OneDnn(string task, params object[] arguments) => new("native", "onednn", task, Texts(arguments));

    private static string[] Texts(object[] arguments) => [.. arguments.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture)!)];
}
