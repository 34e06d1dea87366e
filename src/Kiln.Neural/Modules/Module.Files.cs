namespace Kiln.Neural;

/// <summary>Saving and loading.</summary>
public abstract partial class Module
{
    /// <summary>
    /// Saves the whole module in a folder: <c>config.json</c> says which modules, <c>model.safetensors</c> holds every parameter by path.
    /// A model that stands there already is replaced atomically: a kill at any moment leaves the old one or the new one.
    /// </summary>
    /// <param name="folder">The folder; made when it does not exist.</param>
    /// <exception cref="InvalidOperationException">A module's type is not registered in <see cref="ModuleRegistry"/>.</exception>
    /// <exception cref="FileWriteException">The folder cannot be written, or the disk is full.</exception>
    public void Save(string folder) => ModelFiles.Save(this, folder);

    /// <summary>Builds the module that <see cref="Save"/> saved, with the same bits in every parameter.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="FileFormatException">A file is damaged, or the two do not fit; every missing, unexpected and mis-shaped name is listed.</exception>
    /// <exception cref="IOException">The folder or a file is missing or unreadable.</exception>
    public static Module Load(string folder) => ModelFiles.Load(folder);

    /// <summary>Saves the parameters alone, by path, in a safetensors file, atomically.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public void SaveWeights(string path) => WeightFiles.Save(this, path);

    /// <summary>
    /// Replaces every parameter by the file's tensor of the same path. The file must hold exactly the parameters of this module; float16
    /// and bfloat16 may fill float32, and float32 float64, where nothing is lost.
    /// </summary>
    /// <param name="path">A safetensors file.</param>
    /// <exception cref="FileFormatException">
    /// The file is damaged, or its names, shapes or types differ; every missing, unexpected and mis-shaped name is listed, and nothing
    /// is changed.
    /// </exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public void LoadWeights(string path)
    {
        using SafeTensorsFile file = SafeTensors.Open(path);
        WeightFiles.Load(this, file);
    }

    /// <summary>
    /// Replaces the parameters that the file has a fitting tensor for, and says what became of all others: for a network that shares a part with the saved one, as in
    /// transfer learning.
    /// </summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="options">How names in the file become paths in the network, and what stays as it is; by default names are paths.</param>
    /// <returns>What was loaded, and what was not; it may be nothing at all.</returns>
    /// <exception cref="ArgumentException">The options are no prefixes, or make one path of two names.</exception>
    /// <exception cref="FileFormatException">The file is damaged; nothing is changed.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public PartialLoadReport LoadMatchingWeights(string path, PartialLoadOptions? options = null)
    {
        using SafeTensorsFile file = SafeTensors.Open(path);
        return PartialLoad.Run(this, file, options ?? new PartialLoadOptions());
    }
}
