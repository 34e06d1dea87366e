using System.Diagnostics;

namespace Kiln.Tensors;

[DebuggerDisplay("{DebuggerText,nq}")]
public sealed partial class Tensor
{
    private const string TextPrefix = "tensor(";
    private const int DebuggerElements = 20;

    private string DebuggerText
    {
        get
        {
            string gradient = RequiresGrad ? ", requires grad" : "";
            return Count <= DebuggerElements
                ? $"{TensorText.Of(this, 0).ReplaceLineEndings(" ")}, {DType.Name()} {Shape}{gradient}"
                : $"{DType.Name()} {Shape}{gradient}";
        }
    }

    /// <summary>
    /// The elements as NumPy prints them, in columns, with the middle of more than 1000 elements left out; then element type and shape:
    /// <c>tensor([[0., 1.], [2., 3.]], float32, (2, 2))</c>.
    /// </summary>
    public override string ToString()
    {
        string gradient = RequiresGrad ? ", requires grad" : "";
        return $"{TextPrefix}{TensorText.Of(this, TextPrefix.Length)}, {DType.Name()}, {Shape}{gradient})";
    }
}
