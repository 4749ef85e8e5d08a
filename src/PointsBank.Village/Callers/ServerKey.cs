using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using PointsBank.Storage;

namespace PointsBank.Village.Callers;

/// <summary>
/// The secret of a server: 160 random bits that go into the digests of PINs and voucher codes. It lies in a file of its own, in no database
/// and in no backup, so that whoever finds one of those cannot try codes out.
/// </summary>
public sealed class ServerKey
{
    const int Size = 20, Letters = 32, CheckLetters = 4, NameLetters = 8;

    // Without 0, O, 1 and I, which are told apart by nobody who reads aloud.
    const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    readonly byte[] secret;

    ServerKey(byte[] secret)
    {
        this.secret = secret;
        Name = Spell(Mac("name"), NameLetters);
    }

    /// <summary>Tells this key from others. It stands beside every digest made with the key, and nothing follows from it.</summary>
    public string Name { get; }

    public static ServerKey New() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>The key in a file; null where there is no such file.</summary>
    /// <exception cref="CannotOpenException">There is something else in it.</exception>
    public static ServerKey? Load(string file)
    {
        if (!File.Exists(file)) return null;
        PrivateFiles.Guard(file);
        return TryParse(File.ReadAllText(file), out var key)
            ? key
            : throw new CannotOpenException($"{file} 里不是密钥，或者少了字。{file} does not hold a key, or not a whole one.");
    }

    public void Save(string file)
    {
        PrivateFiles.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        PrivateFiles.Write(file, $"{this}\n");
    }

    /// <summary>
    /// Reads a key as it is printed, or typed from there: small or wide letters, with other blanks. The last group tells a slip of the
    /// finger.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ServerKey? key)
    {
        key = null;
        var letters = string.Concat((text ?? "").Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToUpperInvariant();
        if (letters.Length != Letters + CheckLetters || letters.Any(letter => !Alphabet.Contains(letter, StringComparison.Ordinal)))
            return false;
        var secret = new byte[Size];
        for (var i = 0; i < Size * 8; i++)
            if ((Alphabet.IndexOf(letters[i / 5], StringComparison.Ordinal) >> (4 - i % 5) & 1) == 1)
                secret[i / 8] |= (byte)(1 << (7 - i % 8));
        if (Check(secret) != letters[Letters..]) return false;
        key = new(secret);
        return true;
    }

    /// <summary>A code under the key: from it alone nobody finds the code.</summary>
    public byte[] Mac(string code) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(code));

    /// <summary>As it is printed: nine groups of four.</summary>
    public override string ToString() =>
        string.Join('-', (Spell(secret, Letters) + Check(secret)).Chunk(4).Select(four => new string(four)));

    static string Check(byte[] secret) => Spell(SHA256.HashData(secret), CheckLetters);

    /// <summary>So many letters, of five bits each.</summary>
    static string Spell(byte[] bytes, int letters) => string.Create(letters, bytes, (spelt, from) =>
    {
        for (var i = 0; i < spelt.Length; i++)
        {
            var five = 0;
            for (var bit = 5 * i; bit < 5 * i + 5; bit++) five = five << 1 | from[bit / 8] >> (7 - bit % 8) & 1;
            spelt[i] = Alphabet[five];
        }
    });
}
