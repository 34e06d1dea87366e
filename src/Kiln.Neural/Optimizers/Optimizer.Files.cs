namespace Kiln.Neural;

/// <summary>The state as a file.</summary>
public abstract partial class Optimizer
{
    private const string TypeKey = "kiln.optimizer";

    /// <summary>
    /// Saves everything a later step depends on (<see cref="SaveState"/>) in a safetensors file, atomically: beside the network's own, so that training can go on from both. The
    /// hyper-parameters given to the constructor are the program's and are not saved, the learning rate aside.
    /// </summary>
    /// <param name="path">The file; <c>optimizer.safetensors</c> in the model's folder is usual.</param>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public void Save(string path) => SafeTensors.Save(path, SaveState(), new Dictionary<string, string>(StringComparer.Ordinal) { [TypeKey] = GetType().Name });

    /// <summary>Continues from where <see cref="Save"/> was called, to the bit. The state before is lost, unless this throws.</summary>
    /// <param name="path">What an optimizer of the same type saved.</param>
    /// <exception cref="FileFormatException">The file is damaged or holds another optimizer's state; every name that does not fit is listed.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public void Load(string path)
    {
        using SafeTensorsFile file = SafeTensors.Open(path);
        if (file.Metadata.TryGetValue(TypeKey, out string? type) && type != GetType().Name)
        {
            throw new FileFormatException(path, $"the state of {type}, not of {GetType().Name}");
        }

        try
        {
            LoadState(file.LoadAll());
        }
        catch (FormatException error) when (error is not FileFormatException)
        {
            throw new FileFormatException(path, error.Message, error);
        }
    }
}
